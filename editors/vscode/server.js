"use strict";

// How the language server is started, and for which files it is asked. Without VS Code, so that a test can use it.

/** The command that serves an editor. command: what the user's settings say. */
function serverOptions(command) {
  return { command: command || "opsledger", args: ["lsp"] };
}

/** The files of a ledger. root: the folder that is open, as a path. */
function documentSelector(root) {
  const pattern = root ? `${root.replace(/\\/g, "/")}/**/*` : undefined;
  return ["markdown", "yaml"].map((language) => ({ scheme: "file", language, ...(pattern ? { pattern } : {}) }));
}

/** What to tell somebody whose server does not start. */
function startFault(command, error) {
  const missing = error && /ENOENT/.test(String(error.message || error));
  const hint = missing
    ? "It was not found: install OpsLedger, or set `opsledger.command` to its full path."
    : "Run `opsledger lsp` in a terminal to see why; the extra `lsp` may be missing.";
  return `\`${command} lsp\` could not be started. ${hint}`;
}

module.exports = { serverOptions, documentSelector, startFault };
