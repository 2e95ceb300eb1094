// Makes node_modules what package-lock.json says, and does nothing where it is that already.
const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const process = require("node:process");
const { withFileLock } = require("./file-lock.cjs");
const { explainFailure } = require("./explain-npm-failure.cjs");

const progressEveryMs = 10_000;

/** Installs if needed; resolves with the exit code. */
const installDependencies = async ({ root, env, execPath, say }) => {
  if (isInstalled(root)) return 0;
  const onWait = (holder) => say(`Waiting for process ${holder}, which is installing the dependencies.`);
  return withFileLock(path.join(root, ".rehearsal", "set-up.lock"), { onWait }, () =>
    isInstalled(root) ? 0 : install({ root, env, execPath, say }),
  );
};

/** The stamp names the lock file and the system that node_modules was made for. */
const stampFile = (root) => path.join(root, "node_modules", ".installed-lock");

const expectedStamp = (root) => {
  const hash = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  return `${hash} ${process.platform}-${process.arch}\n`;
};

const isInstalled = (root) => {
  if (readText(stampFile(root)) === expectedStamp(root)) return true;
  if (!isInstalledByHand(root)) return false;
  fs.writeFileSync(stampFile(root), expectedStamp(root));
  return true;
};

/** npm's own record of a finished install; packages of other systems are optional and missing in it. */
const isInstalledByHand = (root) => {
  const installed = readPackages(path.join(root, "node_modules", ".package-lock.json"));
  const wanted = readPackages(path.join(root, "package-lock.json"));
  if (installed === undefined || wanted === undefined) return false;
  const isAsWanted = ([place, { version, integrity, optional }]) =>
    place === "" ||
    (installed[place] === undefined
      ? optional === true
      : installed[place].version === version && installed[place].integrity === integrity);
  return Object.entries(wanted).every(isAsWanted) && Object.keys(installed).every((place) => place in wanted);
};

const readPackages = (file) => {
  const text = readText(file);
  return text === undefined ? undefined : JSON.parse(text).packages;
};

const readText = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined);

const install = async ({ root, env, execPath, say }) => {
  say("Installing the dependencies with npm ci, once for this package-lock.json.");
  fs.rmSync(stampFile(root), { force: true });
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const ticking = setInterval(() => say(`  still installing, ${seconds()} s`), progressEveryMs);
  const { code, output } = await runNpm({ root, env, execPath });
  clearInterval(ticking);
  if (code === 0) {
    fs.writeFileSync(stampFile(root), expectedStamp(root));
    say(`Installed in ${seconds()} s.`);
    return 0;
  }
  say(explainFailure(code, output));
  return code;
};

/** The npm that runs us, with the Node that runs it: the one in node_modules is about to be removed. */
const runNpm = ({ root, env, execPath }) =>
  new Promise((resolve) => {
    const isUnderNpm = env.npm_execpath?.endsWith(".js") === true;
    const file = isUnderNpm ? env.npm_node_execpath || execPath : "npm";
    const args = [
      ...(isUnderNpm ? [env.npm_execpath] : []),
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ];
    const child = spawn(file, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code === null ? 1 : code, output: Buffer.concat(output).toString() }));
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => child.kill(name));
  });

installDependencies({
  root: path.join(__dirname, ".."),
  env: process.env,
  execPath: process.execPath,
  say: (line) => process.stderr.write(`${line}\n`),
}).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
