/**
 * Licences that a project under Apache-2.0 may be built from and shipped with, as SPDX writes them: they ask for no more than
 * attribution, but for MPL-2.0, whose files stay under it unchanged, and the Creative Commons ones, which cover data.
 */
export const allowedLicenses: ReadonlySet<string> = new Set([
  "Apache-2.0",
  "MIT",
  "MIT OR Apache-2.0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "(BSD-3-Clause AND Apache-2.0)",
  "BlueOak-1.0.0",
  "Python-2.0",
  "PSF-2.0",
  "MPL-2.0",
  "CC0-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
]);
