// How many bytes a page pays for what it imports: bundled, minified, gzipped.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const ENTRIES = {
  all: 'export * from "./src/index.ts"',
  connect: 'export { connect } from "./src/index.ts"',
  rest: 'export { rest } from "./src/index.ts"',
  perFrame: 'export { perFrame } from "./src/index.ts"',
  worker: 'import "./src/worker.ts"',
};

/** Gzipped bytes by entry. */
export async function sizes() {
  const result = {};
  for (const [name, contents] of Object.entries(ENTRIES)) {
    const { outputFiles } = await esbuild.build({
      stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      write: false,
    });
    result[name] = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  }
  return result;
}
