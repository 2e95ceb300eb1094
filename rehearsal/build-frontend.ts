import { join } from "node:path";
import { env } from "node:process";
import type { Plugin } from "vite";

/** One build of the demo's frontend. */
export interface FrontendBuild {
  /** What the page and its `version.json` say; builds of texts of equal length have pages of equal size. */
  readonly release: string;
  /** Absolute folder that it is written to; emptied first. */
  readonly directory: string;
}

/** The single-page app that scenarios release. */
const root = join(__dirname, "frontend-app");

/** Builds the demo's frontend as its developers would: with Vite, each file below `assets/` named after its content. */
export const buildFrontend = async ({ release, directory }: FrontendBuild): Promise<void> => {
  // An ES module, and only the scenarios with a frontend need it.
  const { build } = await import("vite");
  const variables = { ...env };
  try {
    await build({
      root,
      configFile: false,
      logLevel: "error",
      define: { __RELEASE__: JSON.stringify(release) },
      build: { outDir: directory, emptyOutDir: true, assetsInlineLimit: 0 },
      plugins: [versionJson(release)],
    });
  } finally {
    // Vite says "production" to the whole process, and so to every command that is started later.
    for (const name of Object.keys(env)) if (!(name in variables)) Reflect.deleteProperty(env, name);
  }
};

/** What monitoring and open tabs ask for. */
const versionJson = (release: string): Plugin => ({
  name: "version-json",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "version.json", source: `${JSON.stringify({ release })}\n` });
  },
});
