"use strict";

// Speaks with the real server as the extension's client does, and looks at what the extension ships.

const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { pathToFileURL } = require("node:url");
const test = require("node:test");
const protocol = require("vscode-languageserver-protocol/node");
const { documentSelector, serverOptions, startFault } = require("../server");

const manifest = require("../package.json");

function ledger() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "ledger with ümlaut "));
  fs.mkdirSync(path.join(root, "leads"));
  fs.writeFileSync(path.join(root, "opsledger.yaml"), "");
  fs.writeFileSync(path.join(root, "leads", "quay.md"), "---\nname: Quay\nsource: web\n---\n\n## Log\n- 2026-11-02 im\n");
  return root;
}

test("the server tells what is wrong in an open file, and completes its words", async () => {
  const root = ledger();
  const { command, args } = serverOptions(process.env.OPSLEDGER_COMMAND);
  const server = spawn(command, args, { cwd: root });
  const connection = protocol.createProtocolConnection(server.stdout, server.stdin);
  const told = new Promise((resolve) => {
    connection.onNotification(protocol.PublishDiagnosticsNotification.type, (found) => {
      if (found.uri.endsWith("quay.md") && found.diagnostics.length) resolve(found.diagnostics);
    });
  });
  connection.listen();
  const file = path.join(root, "leads", "quay.md");
  const uri = pathToFileURL(file).href;
  const rootUri = pathToFileURL(root).href;
  const capabilities = { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ["rename"] } } };
  const said = await connection.sendRequest(protocol.InitializeRequest.type, { processId: null, rootUri, capabilities });
  assert.ok(said.capabilities.completionProvider && said.capabilities.renameProvider);
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  const text = fs.readFileSync(file, "utf8");
  const textDocument = { uri, languageId: documentSelector()[0].language, version: 1, text };
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, { textDocument });
  const [problem] = await told;
  assert.strictEqual(problem.code, "line-word");
  assert.deepStrictEqual(problem.range.start, { line: 6, character: 13 });
  const position = { line: 6, character: 13 };
  const offered = await connection.sendRequest(protocol.CompletionRequest.type, { textDocument: { uri }, position });
  assert.ok(offered.items.some((item) => item.label === "in"));
  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);
  connection.dispose();
  fs.rmSync(root, { recursive: true });
});

test("what the manifest names is there", () => {
  assert.ok(fs.existsSync(path.join(__dirname, "..", manifest.main)));
  for (const { path: place } of manifest.contributes.snippets) {
    const snippets = JSON.parse(fs.readFileSync(path.join(__dirname, "..", place), "utf8"));
    assert.ok(Object.values(snippets).every((one) => one.prefix && one.body.length && one.description));
  }
  assert.ok(manifest.contributes.commands.every((one) => one.command.startsWith("opsledger.")));
});

test("a server that does not start is reported, with what helps", () => {
  assert.match(startFault("opsledger", new Error("spawn opsledger ENOENT")), /set `opsledger.command`/);
  assert.match(startFault("opsledger", new Error("exit code 2")), /the extra `lsp` may be missing/);
});
