import { defineConfig } from "vitest/config";

/** Workers run the built file, so the suite builds once before it starts. Long checks live in `*.long.test.ts`. */
const isLong = process.env.SOCLAB_LONG === "1";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "sources/**/*.test.ts",
      "test/**/*.test.ts",
      "examples/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    exclude: isLong ? ["node_modules/**", "dist/**"] : ["node_modules/**", "dist/**", "**/*.long.test.ts"],
    globalSetup: ["test/build-once.ts"],
    testTimeout: isLong ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files of a worker share the modules they import: loading them anew for each took as long as half of the tests.
    isolate: false,
  },
});
