/** The package's version, which every function carries: what is deployed can be told from what is here. A test compares it with `package.json`. */
export const VERSION = '0.2.0';
