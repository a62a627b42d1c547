/** The AWS SDK's event streams, for bundles in which no operation has one. */
export function eventStreamSerdeProvider(): never {
    throw new Error("Event streams are not available in Nango's sandbox.");
}

export class EventStreamSerde {
    readonly unavailable = eventStreamSerdeProvider;
}
