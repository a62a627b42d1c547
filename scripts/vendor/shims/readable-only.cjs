/**
 * Node's `stream` for the driver: the base class, which jws inherits from, and `Readable`, which streams rows, both
 * from readable-stream. The rest of that package would be a sixth of the bundle.
 */
const { Stream } = require('readable-stream/lib/internal/streams/legacy');

module.exports = Stream;
module.exports.Stream = Stream;
module.exports.Readable = require('readable-stream/lib/internal/streams/readable');
