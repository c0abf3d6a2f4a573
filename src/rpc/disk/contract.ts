/** Types of the disk worker's API, and nothing else: room, reserve and journal (`src/store/disk`). */

export interface DiskApi {
  hasRoom(bytes: number): Promise<boolean>;
  hold(): Promise<void>;
  giveBack(): Promise<void>;
  append(record: Uint8Array<ArrayBuffer>): Promise<boolean>;
  clear(): Promise<void>;
}
