/** The lifecycle's suites once more, on an AWS that is not ours: `npm run test:interop` sets AWS_INTEROP_ENDPOINT. */
import '../../integrations/export-secrets/provisioning.test.js';
import '../../integrations/export-secrets/ending.test.js';
import '../../integrations/export-secrets/claim.test.js';
import '../../integrations/export-secrets/kill.test.js';
import '../../integrations/export-secrets/leak.test.js';
import '../../integrations/export-secrets/life.test.js';
