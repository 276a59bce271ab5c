/**
 * Builds the script tag (`throughline.js`), the ES module (`index.js`) and its types (`types/`) into `outDir` (absolute;
 * default `dist` of this package), and gives the sizes. Rejects when a bundle is over 6 KB after gzip.
 */
export function buildWebSdk(options?: { outDir?: string }): Promise<{ file: string; bytes: number; gzipBytes: number }[]>;
