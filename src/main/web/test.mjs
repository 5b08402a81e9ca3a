// Bundles the tests of a member and runs them: `test.mjs <member> <folder for the bundles>`.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const folder = fileURLToPath(new URL(`${process.argv[2]}/test/`, import.meta.url));
const outdir = resolve(process.argv[3] ?? "dist-test");
rmSync(outdir, { recursive: true, force: true });
await esbuild.build({
  entryPoints: readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => folder + name),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "es2022",
  packages: "external",
  sourcemap: "inline",
  outdir,
  outExtension: { ".js": ".test.mjs" },
  entryNames: "[name]",
});
await esbuild.stop();
const files = readdirSync(outdir).map((name) => resolve(outdir, name));
const runner = "Deno" in globalThis ? ["test", "--allow-all", "--no-check"] : ["--enable-source-maps", "--test", "--test-timeout=20000"];
const { status } = spawnSync(process.execPath, [...runner, ...files], { stdio: "inherit" });
process.exit(status ?? 1);
