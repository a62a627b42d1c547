/** `ecdsa-sig-formatter` in jsonwebtoken: what is signed here is signed by RSA keys alone. */
exports.derToJose = exports.joseToDer = () => {
    throw new Error('Elliptic curves are not in this bundle.');
};
