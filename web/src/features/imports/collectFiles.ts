/** A file with the path that it had in what was dropped, '/' between. */
export interface FoundFile { path: string; file: File }

const isNoise = (path: string) => /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|__MACOSX(\/.*)?)$/i.test(path);

/** Everything in a drop, folders opened. Must be called in the drop's own event: the browser empties it afterwards. */
export async function collectDropped(transfer: DataTransfer): Promise<FoundFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return collectChosen(transfer.files);
  const found: FoundFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return found.filter(({ path }) => !isNoise(path));
}

export const collectChosen = (files: Iterable<File> | ArrayLike<File>): FoundFile[] =>
  Array.from(files).map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(({ path }) => !isNoise(path));

async function walk(entry: FileSystemEntry, found: FoundFile[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // Browsers hand out a folder in parts, of 100 or so; an empty part is the end.
      const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (part.length === 0) return;
      for (const child of part) await walk(child, found);
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
