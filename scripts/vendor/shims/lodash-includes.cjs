/** `lodash.includes` as jsonwebtoken uses it: on a list. */
module.exports = (list, value) => list.includes(value);
