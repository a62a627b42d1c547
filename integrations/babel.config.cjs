/**
 * Read by the CLI, whose Babel prints every source before it is bundled: comments would go into each function, where
 * nobody reads them. What tells the bundler that a call may go unless its answer is used stays.
 */
module.exports = { shouldPrintComment: (text) => text.includes('@__PURE__') };
