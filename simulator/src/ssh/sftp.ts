import { constants } from "node:fs";
import { posix } from "node:path";
import ssh, { type Attributes, type FileEntry, type SFTPWrapper } from "ssh2";
import { CannotBeDone, type Disk, type DiskFault, type Entry } from "./disk.ts";

const { STATUS_CODE, OPEN_MODE } = ssh.utils.sftp;
const HANDLES_MAX = 100;

const statusOf: Record<DiskFault, number> = {
  missing: STATUS_CODE.NO_SUCH_FILE,
  "there already": STATUS_CODE.FAILURE,
  full: STATUS_CODE.FAILURE,
  "a folder": STATUS_CODE.FAILURE,
  "no folder": STATUS_CODE.NO_SUCH_FILE,
};

/** ssh2 sends a status for shells and commands, and has no word for one of a subsystem. */
interface Insides {
  _protocol: { exitStatus(channel: number, status: number): void };
  outgoing: { id: number };
}

interface Handle {
  path: string;
  entry: Entry;
  /** Of a folder: what has not been told of yet. */
  names: string[];
}

/** Copies files to and from an instance by SFTP, as far as `scp` and `sftp` ask for it. */
export function serveFiles(sftp: SFTPWrapper, disk: Disk, home: string, now: () => number): void {
  const handles = new Map<number, Handle>();
  let lastHandle = 0;
  const at = (path: string): string => posix.resolve(home, path).replace(/(?<=.)\/+$/, "");
  const opened = (handle: Buffer): Handle => {
    const found = handle.length === 4 ? handles.get(handle.readUInt32BE()) : undefined;
    if (!found) throw new CannotBeDone("missing");
    return found;
  };
  const open = (request: number, handle: Handle): void => {
    if (handles.size >= HANDLES_MAX) throw new CannotBeDone("full");
    handles.set(++lastHandle, handle);
    const number = Buffer.alloc(4);
    number.writeUInt32BE(lastHandle);
    sftp.handle(request, number);
  };
  const change = (entry: Entry, { mode, mtime }: Partial<Attributes>): void => {
    if (mode !== undefined) entry.mode = mode & 0o777;
    if (mtime !== undefined) entry.changedAt = mtime;
  };
  const done = (request: number): void => sftp.status(request, STATUS_CODE.OK);
  const entryNamed = (path: string, name: string): FileEntry => ({
    filename: name,
    longname: name,
    attrs: attributesOf(disk.get(path)),
  });

  answering("REALPATH", (request, path: string) => sftp.name(request, [{ ...nothing, filename: at(path) }]));
  for (const stat of ["STAT", "LSTAT"] as const)
    answering(stat, (request, path: string) => sftp.attrs(request, attributesOf(disk.get(at(path)))));
  answering("FSTAT", (request, handle: Buffer) => sftp.attrs(request, attributesOf(opened(handle).entry)));
  answering("SETSTAT", (request, path: string, to: Attributes) => {
    change(disk.get(at(path)), to);
    done(request);
  });
  answering("FSETSTAT", (request, handle: Buffer, to: Attributes) => {
    change(opened(handle).entry, to);
    done(request);
  });
  answering("OPEN", (request, name: string, flags: number, { mode = 0o644 }: Partial<Attributes>) => {
    const path = at(name);
    const writes = (flags & OPEN_MODE.WRITE) !== 0 && (flags & OPEN_MODE.CREAT) !== 0;
    const anew = (flags & OPEN_MODE.TRUNC) !== 0;
    const entry = writes
      ? disk.openToWrite(path, { anew, mode: mode & 0o777, now: Math.floor(now() / 1_000) })
      : disk.get(path);
    if (entry.kind === "folder") throw new CannotBeDone("a folder");
    open(request, { path, entry, names: [] });
  });
  answering("READ", (request, handle: Buffer, offset: number, length: number) => {
    const { entry } = opened(handle);
    if (offset >= entry.size) return sftp.status(request, STATUS_CODE.EOF);
    sftp.data(request, entry.data.subarray(offset, Math.min(offset + length, entry.size)));
  });
  answering("WRITE", (request, handle: Buffer, offset: number, bytes: Buffer) => {
    disk.write(opened(handle).entry, offset, bytes);
    done(request);
  });
  answering("OPENDIR", (request, name: string) => {
    const path = at(name);
    open(request, { path, entry: disk.get(path), names: [".", "..", ...disk.namesIn(path)] });
  });
  answering("READDIR", (request, handle: Buffer) => {
    const folder = opened(handle);
    const names = folder.names.splice(0, 100);
    if (names.length === 0) return sftp.status(request, STATUS_CODE.EOF);
    sftp.name(
      request,
      names.map((name) => entryNamed(posix.resolve(folder.path, name), name)),
    );
  });
  answering("CLOSE", (request, handle: Buffer) => {
    opened(handle);
    handles.delete(handle.readUInt32BE());
    done(request);
  });
  answering("MKDIR", (request, path: string) => {
    disk.makeFolder(at(path), Math.floor(now() / 1_000));
    done(request);
  });
  for (const remove of ["REMOVE", "RMDIR"] as const)
    answering(remove, (request, path: string) => {
      disk.remove(at(path));
      done(request);
    });

  // Whoever has said all waits for the end, and takes one without a status for a failure.
  sftp.on("end", () => {
    const { _protocol, outgoing } = sftp as SFTPWrapper & Insides;
    _protocol.exitStatus(outgoing.id, 0);
    sftp.end();
  });

  /** What cannot be done is said, and ends nothing else. */
  function answering<Arguments extends unknown[]>(
    what: string,
    answer: (request: number, ...given: Arguments) => void,
  ): void {
    sftp.on(what, (request: number, ...given: Arguments) => {
      try {
        answer(request, ...given);
      } catch (fault) {
        if (!(fault instanceof CannotBeDone)) throw fault;
        sftp.status(request, statusOf[fault.fault], fault.fault);
      }
    });
  }
}

const nothing = { longname: "", attrs: { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } };

function attributesOf({ kind, mode, changedAt, size }: Entry): Attributes {
  const type = kind === "folder" ? constants.S_IFDIR : constants.S_IFREG;
  return { mode: type | mode, uid: 0, gid: 0, size, atime: changedAt, mtime: changedAt };
}
