import { z } from 'zod';
import { EngineError } from '../errors';
import type { Snapshot, SnapshotFile } from './cache';
import { type DownloadOptions, downloadText } from './download';
import { parseJson } from './json';

/** A repository on a hub that speaks Hugging Face's protocol. */
export interface HubRepository {
  /** Address of the hub, without a slash at the end. */
  readonly endpoint: string;
  /** 'owner/name'. */
  readonly repo: string;
  /** The reader's token, waits. */
  readonly network: DownloadOptions;
}

const HEX = /^[0-9a-f]{40}$/;

const schema = z.object({
  sha: z.string().regex(HEX),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().min(0).nullish(),
      blobId: z.string().regex(HEX).nullish(),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }).nullish(),
    }),
  ),
});

/** True for a commit's full hash: it always names the same files. */
export const isCommit = (revision: string) => HEX.test(revision);

/**
 * Asks the hub what a revision ('main', a tag, a commit) stands for now and what files it has, with their sizes and hashes
 * (GET /api/models/<repo>/revision/<revision>?blobs=true). Everything afterwards is read from that commit.
 */
export async function resolveRevision(hub: HubRepository, revision: string, signal?: AbortSignal): Promise<Snapshot> {
  const url = `${hub.endpoint}/api/models/${hub.repo}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const what = `${hub.repo} at revision ${revision}`;
  const text = await downloadText(url, what, { ...hub.network, signal, cache: 'no-cache', attempts: 3 });
  const result = schema.safeParse(parseJson(text, url));
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new EngineError('bad-file', `${url}: invalid ${issue.path.join('.')}; ${issue.message}`, '', { file: url });
  }
  const { sha, siblings } = result.data;
  if (isCommit(revision) && sha !== revision)
    throw new EngineError('bad-file', `${what}: the hub answered with commit ${sha}`, 'Try another hub.', {
      expected: revision,
      found: sha,
    });
  const files = siblings.flatMap(fileOf);
  if (files.length === 0)
    throw new EngineError(
      'bad-file',
      `${what}: the hub lists ${siblings.length} files and gives none of them a size and a hash`,
      'Try another hub.',
    );
  return { repo: hub.repo, commit: sha, files };
}

/** Files without a size or hash cannot be pinned and are left out. */
function fileOf({ rfilename, size, blobId, lfs }: z.output<typeof schema>['siblings'][number]): SnapshotFile[] {
  if (lfs) return [{ path: rfilename, size: lfs.size, hash: lfs.sha256, hashKind: 'sha256' }];
  return blobId && typeof size === 'number' ? [{ path: rfilename, size, hash: blobId, hashKind: 'git' }] : [];
}

/** The address of a file at a commit: {endpoint}/{repo}/resolve/{commit}/{path}. */
export function fileUrl(hub: HubRepository, commit: string, path: string): string {
  return `${hub.endpoint}/${hub.repo}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
