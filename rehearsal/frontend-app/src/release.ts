/** Which build this is: a constant that the bundler fills in, so that two builds of the same source differ in every chunk. */
export const release: string = __RELEASE__;
