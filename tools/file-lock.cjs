// A lock file that names its holder's process; the lock of a dead process is broken. JavaScript, since the set-up needs it
// before anything is installed.
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: wait } = require("node:timers/promises");

const pollMs = 200;
/** Between creating its lock and writing its name a process has this long. */
const emptyForMs = 5000;

exports.withFileLock = async (file, { onWait, signal }, action) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let hasWaited = false;
  while (!create(file)) {
    signal?.throwIfAborted();
    const holder = readHolder(file);
    if (holder === "dead") breakLock(file);
    if (typeof holder === "number" && !hasWaited) {
      onWait(holder);
      hasWaited = true;
    }
    await wait(pollMs);
  }
  try {
    return await action();
  } finally {
    fs.rmSync(file, { force: true });
  }
};

const create = (file) => {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
};

const readHolder = (file) => {
  try {
    const pid = Number(fs.readFileSync(file, "utf8"));
    if (pid > 0) return isAlive(pid) ? pid : "dead";
    return Date.now() - fs.statSync(file).mtimeMs > emptyForMs ? "dead" : "unknown";
  } catch (error) {
    if (error.code === "ENOENT") return "gone";
    throw error;
  }
};

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Only who holds the second lock may break the first, and only after looking again: else two could break a new one. */
const breakLock = (file) => {
  const breaking = `${file}.breaking`;
  if (!create(breaking)) {
    if (readHolder(breaking) === "dead") fs.rmSync(breaking, { force: true });
    return;
  }
  if (readHolder(file) === "dead") fs.rmSync(file, { force: true });
  fs.rmSync(breaking, { force: true });
};
