import type { NoticeEvent } from '../config/notice-events.js'
import { deedKey } from '../messages/deed-key.js'
import { releaseKey } from '../release/registry-model.js'
import type { Release } from '../release/registry-model.js'
import { noteIn } from '../release/team-notes.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { Revision } from '../release/revision.js'
import type { Notice } from './notice.js'

export type Told = Omit<Notice, 'key' | 'receiver' | 'state' | 'claim' | 'createdAtMs'>

/** By what the sentence of the history is called. */
const events: Readonly<Record<string, NoticeEvent>> = {
  'did.rows': 'package-ready',
  'did.packagesFailed': 'package-failed',
  'did.releaseInReview': 'in-review',
  'did.releaseLive': 'went-live',
  'did.flip': 'went-live',
  'did.undo': 'went-live',
  'did.releaseWithdrawn': 'withdrawn',
  'did.targetResume': 'rollout',
  'did.targetPause': 'rollout-stopped',
  'did.hotUpdate': 'hot-update',
  'did.hotUpdateDelivered': 'hot-update',
  'did.lineEnded': 'hot-update',
  'did.lineOpened': 'hot-update',
  'did.notice': 'message'
}

/** What a revision is to people; undefined where it is nothing that a team is told of. */
export async function noticeOf (store: ReleaseStore, revision: Revision): Promise<Told | undefined> {
  const { action, subject, by, why, at } = revision
  const event = eventOf(revision)
  if (event === undefined) return undefined
  const told = { project: store.project, event, revision: revision.revision, action, subject, by, why, at }
  switch (action) {
    case 'rows':
      return { ...told, ...await packagesOf(store, subject) }
    case 'packages failed':
      return { ...told, release: subject, ...noteIn(revision) }
    case 'notice': {
      const { message = { text: why, isFailure: false } } = noteIn(revision)
      return { ...told, event: message.isFailure ? 'package-failed' : event, message }
    }
    default:
      return { ...told, ...releaseIn(subject), ...movedIn(revision) }
  }
}

/** The share of a target that is edited as a whole is its rollout too. */
function eventOf ({ action, changes }: Revision): NoticeEvent | undefined {
  const isShare = /^target (?:edit|rollout)$/.test(action) &&
    changes.some(({ path }) => /(?:^|\.)rollout\./.test(path))
  return isShare ? 'rollout' : events[deedKey(action)]
}

async function packagesOf (store: ReleaseStore, subject: string): Promise<Partial<Told>> {
  const [release = '', target = ''] = subject.split(' ')
  const place = (await store.read<Release>(`releases/${release}`))?.targets[target]
  if (place === undefined) return { release }
  const { rows, sizeBytes } = place
  return { release, packages: { target, rows, sizeBytes } }
}

/** `1.1-2 review-1` names a release first. */
function releaseIn (subject: string): { release?: string } {
  const [, release] = /^(\d[\d.]*-\d+) /.exec(subject) ?? []
  return release === undefined ? {} : { release }
}

function movedIn ({ before, after }: Revision): { moved?: NonNullable<Notice['moved']> } {
  const moved = Object
    .entries(after)
    .map(([document, content]) => ({
      target: document.slice('current/'.length),
      before: heldBy(before[document]),
      after: heldBy(content)
    }))
    .filter(each => each.before !== each.after)
  return moved.length === 0 ? {} : { moved }
}

function heldBy (content: Revision['after'][string] | undefined): string | null {
  const release = content?.release ?? null
  return release === null ? null : releaseKey(release)
}
