// The client: starts the language server where the folder is trusted, and offers tito's verbs as tasks.
"use strict";

const fs = require("fs");
const path = require("path");
const vscode = require("vscode");

const LANGUAGE = "tinytorch-chapter";
const VERBS = [
  { verb: "tangle", group: "Build" },
  { verb: "validate", chapter: true },
  { verb: "test", chapter: true, group: "Test" },
  { verb: "watch", background: true },
  { verb: "stitch", arguments: ["--dry-run"] },
  { verb: "stitch" },
];

let client;

/** The open folder that is a clone of the book's repository. */
function bookFolder() {
  const folders = vscode.workspace.workspaceFolders || [];
  return folders.find((folder) => fs.existsSync(path.join(folder.uri.fsPath, "chapters", "order.toml")));
}

/** The number of the chapter in the active editor: `01` of `chapters/01_tensor.nw`. */
function activeChapter() {
  const editor = vscode.window.activeTextEditor;
  const found = editor && /(?:^|[\\/])chapters[\\/](\d+)_[^\\/]*\.nw$/.exec(editor.document.fileName);
  return found ? found[1] : undefined;
}

function taskOf(folder, definition, entry) {
  const words = [definition.verb, ...(definition.chapter ? [definition.chapter] : []), ...(definition.arguments || [])];
  const matchers = definition.verb === "watch" ? ["$tito-watch"] : ["$tito", "$tito-file", "$tito-test"];
  // One word each: a chapter's number is never read by a shell.
  const execution = new vscode.ProcessExecution(path.join(folder.uri.fsPath, "tools", "tito"), words, { cwd: folder.uri.fsPath });
  const task = new vscode.Task(definition, folder, words.join(" "), "tito", execution, matchers);
  if (entry && entry.group) task.group = vscode.TaskGroup[entry.group];
  task.isBackground = definition.verb === "watch";
  return task;
}

const tasks = {
  provideTasks() {
    const folder = bookFolder();
    if (!folder) return [];
    const chapter = activeChapter();
    return VERBS.flatMap((entry) => {
      const { verb } = entry;
      const whole = entry.verb === "test" ? [] : [{ type: "tito", verb, ...(entry.arguments ? { arguments: entry.arguments } : {}) }];
      const one = entry.chapter && chapter ? [{ type: "tito", verb, chapter }] : [];
      return [...one, ...whole].map((definition) => taskOf(folder, definition, entry));
    });
  },
  resolveTask(task) {
    const folder = bookFolder();
    const entry = VERBS.find(({ verb }) => verb === task.definition.verb);
    return folder && entry ? taskOf(folder, task.definition, entry) : undefined;
  },
};

async function start() {
  const folder = bookFolder();
  if (client || !folder || !vscode.workspace.isTrusted) return;
  const { LanguageClient } = require("vscode-languageclient/node");
  const named = vscode.workspace.getConfiguration("tinytorch").get("server");
  const command = named || path.join(folder.uri.fsPath, "editors", "language-server");
  if (!fs.existsSync(command)) {
    vscode.window.showWarningMessage(`TinyTorch: ${command} does not exist; set tinytorch.server to the language server's path`);
    return;
  }
  const run = { command, options: { cwd: folder.uri.fsPath } };
  client = new LanguageClient("tinytorch", "TinyTorch chapters", { run, debug: run }, {
    documentSelector: [{ scheme: "file", language: LANGUAGE }],
    workspaceFolder: folder,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "chapters/*.{nw,toml}")) },
  });
  await client.start();
}

async function stop() {
  const stopped = client;
  client = undefined;
  if (stopped) await stopped.stop();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider("tito", tasks),
    vscode.workspace.onDidGrantWorkspaceTrust(start),
    vscode.commands.registerCommand("tinytorch.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop, tasks };
