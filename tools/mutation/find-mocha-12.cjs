// The mocha runner of Stryker 10.0.0 loads files of mocha's that mocha 12.0.3 has renamed from .js to .cjs; a runner that
// knows the new names makes this file superfluous.
const Module = require("node:module");

const renamed = /[\\/]mocha[\\/]lib[\\/]cli[\\/](run-helpers|options|collect-files)$/;
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, renamed.test(request) ? `${request}.cjs` : request, ...rest);
};
