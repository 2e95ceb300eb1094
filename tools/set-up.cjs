// The first step of every npm script (not a pre-script: npm runs none of those under ignore-scripts, see .npmrc). Node 6 can
// still read it and say what is missing; what needs a newer Node is in the file that it loads last. The scripts say `hash -r`
// after it because the shell remembers where it found node, and there may be a newer one in node_modules now.
const needed = [20, 19];
const running = process.versions.node.split(".").map(Number);
const isTooOld = running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1]);

if (isTooOld) {
  console.error(
    `This project needs Node ${needed.join(".")} or newer with npm; this is Node ${process.versions.node}.`,
  );
  console.error(
    "Get one from https://nodejs.org or with a version manager such as nvm, then run the same command again.",
  );
  process.exit(1);
}

require("./install-dependencies.cjs");
