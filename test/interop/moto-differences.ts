/**
 * Where moto, in the version that scripts/test-interop.ts pins, answers otherwise than AWS documents, by the title of the
 * case that shows it. Each must still differ when the suite runs. docs/interop-moto.md tells the same with the sources.
 */
import type { KnownDifferences } from 'aws-stand-in/conformance/describe.js';

const NO_SUCH_OPERATION = 'moto has no such operation and answers with an HTML page';

export const motoDifferences: KnownDifferences = {
    'a name with characters outside the rules is refused': 'moto takes any name',
    'string and binary together are refused': 'moto stores both',
    'a missing secret is answered with status 400': 'moto answers 404',
    'no other label moves either unless its holder is named':
        'moto guards AWSCURRENT only and leaves the label on both',
    'a version without labels is listed only on demand': 'moto always lists all versions',
    'AWSCURRENT cannot be removed without going elsewhere': 'moto removes it',
    'pages of versions hold each one once': 'moto does not page versions',
    'a page token that the service did not write is refused': 'moto fails with 500',
    'a secret marked for deletion is not written': 'moto accepts new values',
    'a secret marked for deletion is not tagged': 'moto tags it',
    'the name stays taken in the window, with an error that says so': 'moto says ResourceExistsException',
    'a job name is taken once': 'moto replaces the job',
    'runs are listed newest first, in pages that hold each one once': 'moto lists the oldest first',
    'a running run is asked to stop, an unknown one is reported': NO_SUCH_OPERATION,
    'a connection is created and read back, its password only when not hidden': 'moto leaves the type out',
    'a connection is updated and deleted': NO_SUCH_OPERATION,
    'a connection is tested by name or by its input, not by both, not by neither': NO_SUCH_OPERATION
};
