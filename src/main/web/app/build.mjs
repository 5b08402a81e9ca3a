// Bundles the dashboard into a folder, under fixed names: io.tickgate.page names them by content.
import { copyFile, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

export default async function (folder) {
  await mkdir(folder, { recursive: true });
  const options = { bundle: true, minify: true, format: "esm", target: "es2022", outdir: folder, logLevel: "warning" };
  await build({
    ...options,
    absWorkingDir: here,
    entryPoints: [
      { in: "src/main.ts", out: "main" },
      { in: "src/main.css", out: "main" },
      { in: "../client/src/worker.ts", out: "worker" },
    ],
  });
  await stop();
  for (const name of ["index.html", "icon.svg"]) {
    await copyFile(resolve(here, name), resolve(folder, name));
  }
}
