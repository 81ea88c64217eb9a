"use strict";

// OpsLedger in VS Code: the language server for everything that is asked while one writes, and the check as a task.

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { documentSelector, serverOptions, startFault } = require("./server");

let client;

function command() {
  return vscode.workspace.getConfiguration("opsledger").get("command", "opsledger");
}

async function start() {
  const started = command();
  client = new LanguageClient("opsledger", "OpsLedger", serverOptions(started), {
    documentSelector: documentSelector(),
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{md,yaml,json}") },
  });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(startFault(started, error));
  }
}

async function stop() {
  const stopped = client;
  client = undefined;
  if (stopped && stopped.isRunning()) {
    await stopped.stop();
  }
}

/** `opsledger check` for each open folder that is a ledger. */
async function checkTasks() {
  const found = await vscode.workspace.findFiles("{opsledger.yaml,*/opsledger.yaml}");
  return found.map((settings) => {
    const root = vscode.Uri.joinPath(settings, "..");
    const folder = vscode.workspace.getWorkspaceFolder(settings) || vscode.TaskScope.Workspace;
    const run = new vscode.ProcessExecution(command(), ["check", "--format", "gcc"], { cwd: root.fsPath });
    const matcher = root.fsPath === folder.uri?.fsPath ? "$opsledger" : [];
    return new vscode.Task({ type: "opsledger" }, folder, "check", "opsledger", run, matcher);
  });
}

async function activate(context) {
  const tasks = { provideTasks: checkTasks, resolveTask: () => undefined };
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider("opsledger", tasks),
    vscode.commands.registerCommand("opsledger.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("opsledger.command")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
