/** Places the boxes of a graph in ranks, so that lines go one way. */
import dagre from '@dagrejs/dagre';

export interface Box {
    readonly id: string;
    readonly width: number;
    readonly height: number;
}
export interface Line {
    readonly from: string;
    readonly to: string;
}

/** The top left corner of each box. */
export function placed(
    boxes: readonly Box[],
    lines: readonly Line[],
    direction: 'TB' | 'LR'
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
    const graph = new dagre.graphlib.Graph().setGraph({ rankdir: direction, nodesep: 16, ranksep: 52 });
    graph.setDefaultEdgeLabel(() => ({}));
    for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
    for (const { from, to } of lines) graph.setEdge(from, to);
    dagre.layout(graph);
    return new Map(
        boxes.map(({ id, width, height }) => {
            const { x, y } = graph.node(id);
            return [id, { x: x - width / 2, y: y - height / 2 }];
        })
    );
}
