// Says what to do about a failed `npm ci`, by npm's error code.
const offline =
  "There is no way to the package registry. Check the network, the proxy and `npm config get registry`, then try again.";
const changed =
  "package.json and package-lock.json differ. After changing dependencies run `npm install` once and commit both.";

const hints = [
  {
    codes: ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED"],
    hint: offline,
  },
  {
    codes: ["ENOSPC", "EDQUOT"],
    hint: "The disk is full. The dependencies take about 1 GB; free some space, then try again.",
  },
  {
    codes: ["EACCES", "EPERM", "EROFS"],
    hint: "This folder or npm's cache can't be written to. Check who owns them (`npm config get cache`).",
  },
  { codes: ["EUSAGE"], hint: changed },
  {
    codes: ["EINTEGRITY"],
    hint: "A package isn't the one that package-lock.json names. Try `npm cache verify`, then again.",
  },
  { codes: ["spawn npm ENOENT"], hint: "npm isn't on PATH. It comes with Node: https://nodejs.org" },
];

/** npm's own words, then ours. */
exports.explainFailure = (code, output) => {
  const known = hints.find(({ codes }) => codes.some((name) => new RegExp(`\\b${name}\\b`).test(output)));
  // The cause comes first; a description of all options may follow.
  const words = output.trim().split("\n").slice(0, 20).join("\n");
  return [words, `npm ci failed with exit code ${code}.`, ...(known === undefined ? [] : [known.hint])].join("\n");
};
