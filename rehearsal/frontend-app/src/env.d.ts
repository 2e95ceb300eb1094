/** Filled in by the build. */
declare const __RELEASE__: string;
