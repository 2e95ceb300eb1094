// The directions of imports; what isn't forbidden here is allowed. Each rule has a fixture in tests/tools/dependency-cruiser.test.ts.
const outside = "^(rehearsal|tests|tools)/";
const plan = "(^|/)plan-[^/]+\\.ts$";
const recordFormat = "^(cutover/(declared|cutover-note|parameter-names)|standby/standby-note)\\.ts$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that need each other are one topic: merge them, or move what both need into a third.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "plans-are-pure",
      comment: "A plan-*.ts imports plans and types: facts, time and randomness are arguments.",
      severity: "error",
      from: { path: plan, pathNot: "^tests/" },
      to: { pathNot: plan, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nothing-imports-the-rehearsal",
      comment: "What is deployed doesn't know that it is rehearsed.",
      severity: "error",
      from: { pathNot: "^(rehearsal|tests)/" },
      to: { path: "^rehearsal/" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "components-declare",
      comment:
        "Components import plans and the formats of the records they create. Hooks come as arguments: no component reaches a client.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^[^/]+(/|\\.ts$)",
        pathNot: ["^components/", plan, recordFormat, "^node_modules/"],
        dependencyTypesNot: ["type-only", "core", "npm"],
      },
    },
    {
      name: "components-know-functions-by-their-settings",
      comment:
        "The environment contract keeps a component and its function from drifting; handlers stay out of the program.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(functions|clients|cli)/", pathNot: "^functions/[^/]+/settings\\.ts$" },
    },
    {
      name: "functions-are-entry-points",
      comment:
        "A function's folder holds its entry point: the work is in a topic such as drain/ or releases/, the calls in clients/.",
      severity: "error",
      from: { path: "^functions/([^/]+)/" },
      to: {
        path: "^((components|cli|policies|rehearsal|tests|tools)/|functions/(?!$1/)|(index|settings)\\.ts$|settings/)",
      },
    },
    {
      name: "topics-dont-know-their-entry-points",
      comment:
        "cutover/, drain/, releases/ are used by the program, functions and the command line, never the other way round.",
      severity: "error",
      from: { path: "^(consumption|cutover|drain|fleet|releases|scale-in|scale-out|standby|chat|delivery)/" },
      to: { path: "^((components|cli|policies|functions)/|index\\.ts$)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "clients-are-thin",
      comment: "Clients hold no policy: they import no topic, so that each can be replaced by a plain object.",
      severity: "error",
      from: { path: "^clients/" },
      to: {
        path: "^((components|consumption|cutover|drain|fleet|releases|scale-out|standby|cli|policies|functions|settings)/|(index|settings)\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "policies-import-plans-only",
      severity: "error",
      from: { path: "^policies/" },
      to: {
        path: "^[^/]+(/|\\.ts$)",
        pathNot: ["^policies/", plan, "^node_modules/"],
        dependencyTypesNot: ["core", "npm"],
      },
    },
    {
      name: "one-reader-of-the-stack-configuration",
      comment: "settings.ts is read by index.ts; everything else gets settings as arguments.",
      severity: "error",
      from: {
        path: "^(components|consumption|cutover|drain|fleet|releases|scale-out|standby|clients|functions|policies)/",
      },
      to: { path: "^settings(\\.ts$|/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-development-packages-in-what-is-deployed",
      severity: "error",
      from: { pathNot: [outside, "^policies/", "\\.cjs$"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      // @types/aws-lambda has types for a package that holds no code; CloudFront has a module of its own at the edge.
      to: { couldNotResolve: true, pathNot: "^(aws-lambda|cloudfront)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(coverage|bin|rehearsal/frontend-app|tests/fixtures)/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".cjs", ".js", ".json", ".d.cts"],
      conditionNames: ["node", "require", "import", "types", "default"],
    },
  },
};
