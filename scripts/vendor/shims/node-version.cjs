/**
 * `semver` as jsonwebtoken uses it: to ask whether Node is new enough for key details and PS algorithms (15.7 and 16.9).
 * Every Node that Nango runs on is.
 */
exports.satisfies = () => true;
