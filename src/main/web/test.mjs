// Bundles the tests of the client and runs them: `test.mjs <folder for the bundles> [only]`. With a
// name of a script of client/test it is only bundled.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { sizes } from "./client/sizes.mjs";

const folder = fileURLToPath(new URL("client/test/", import.meta.url));
const outdir = resolve(process.argv[2] ?? "dist-test");
const [, , , script] = process.argv;
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));

rmSync(outdir, { recursive: true, force: true });
await esbuild.build({
  entryPoints: (script ? [script] : tests).map((name) => folder + name),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "es2022",
  sourcemap: "inline",
  outdir,
  outExtension: { ".js": ".mjs" },
});
let status = 0;
if (!script) {
  writeFileSync(resolve(outdir, "sizes.json"), JSON.stringify(await sizes()));
  const files = tests.map((name) => resolve(outdir, name.replace(".ts", ".mjs")));
  const deno = "Deno" in globalThis;
  const run = deno ? ["test", "--allow-all", "--no-check"] : ["--enable-source-maps", "--test"];
  ({ status } = spawnSync(process.execPath, [...run, ...files], { stdio: "inherit" }));
}
await esbuild.stop();
process.exit(status ?? 1);
