/** Node's `stream` for jws, whose streams inherit from it: signing at once needs none of them. */
module.exports = function Stream() {};
