/**
 * Node's `stream` for packages that only inherit from it (jws): the old base class alone, from readable-stream.
 * The rest of readable-stream would be twice the size of jsonwebtoken itself.
 */
module.exports = require('readable-stream/lib/internal/streams/legacy').Stream;
