import type { Board } from '../../agent/release/release-board.js'
import type { ReleaseDetails } from '../../agent/release/release-details.js'
import { targetStates } from '../../agent/release/target-state.js'

const hash = (index: number): string =>
  (index * 2_654_435_761 % 2 ** 32).toString(16).padStart(8, '0').repeat(8)

/** A board on which no two cells are alike, as those of a game that was released for years. */
export function exampleBoard (nowMs: number, versions: number, targets: number): Board {
  const at = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString()
  const version = (index: number): string => `${2 + Math.floor(index / 50)}.${index % 50}.0`
  return {
    project: 'dk',
    revision: 4321,
    targets: Array.from({ length: targets }, (_, index) => ({
      id: `review-vest-${index}`,
      kind: index % 3 === 0 ? 'formal' : 'gray',
      environment: `production-${index % 4}`,
      priority: index,
      match: {},
      parameters: {},
      origin: 'file',
      share: index % 3 === 0 ? null : index * 37,
      current: {
        release: {
          version: version(index),
          build: 100 + index,
          state: index % 2 === 0 ? 'live' : 'in-review'
        },
        hotUpdate: `${version(index)}.${index}`,
        since: at(index * 77),
        by: 'ann'
      }
    } as Board['targets'][number])),
    others: [],
    rows: Array.from({ length: versions }, (_, row) => ({
      version: version(versions - row),
      cells: Array.from({ length: targets }, (_, column) => {
        const build = (versions - row) * 31 + column * 7 % 29
        return [{
          build,
          release: `${version(versions - row)}-${build}`,
          state: targetStates[(row * 5 + column * 3) % targetStates.length]!,
          hotUpdate: (row + column) % 2 === 0 ? null : `${version(versions - row)}.${build % 13}`,
          hotUpdateReady: (row + column) % 7 === 0 ? `${version(versions - row)}.${build % 17}` : null,
          isHeld: row === column
        }]
      })
    })),
    newer: 0,
    older: 3,
    history: [{
      revision: 4321,
      parent: 4320,
      id: 'x',
      at: at(12),
      by: 'ann',
      why: 'approved <b>by the store</b>',
      action: 'flip',
      subject: 'review-1 → live',
      changes: [],
      before: {},
      after: {}
    }]
  }
}

/** A release with packages whose names no phone has room for, compared with the one before. */
export function exampleRelease (nowMs: number): ReleaseDetails {
  const since = new Date(nowMs - 720_000).toISOString()
  const artifacts = [{
    name: 'android/应用宝/a-name-that-is-long.apk',
    sizeBytes: 812_345_678,
    sha256: hash(3)
  }]
  return {
    project: 'dk',
    revision: 7,
    uploads: [{
      store: 'taptap-and-others-of-a-long-name',
      service: 'command',
      target: 'live',
      row: 'android/应用宝/',
      file: 'android/应用宝/a-name-that-is-long.apk',
      sha256: hash(3),
      application: 'com.studio.dk',
      build: '8',
      state: 'refused',
      detail: '[15042] 请上传与历史签名一致的APK包',
      at: since,
      by: 'ann'
    }],
    release: {
      version: '1.1',
      build: 2,
      createdAt: since,
      createdBy: 'ann',
      notes: 'New heroes\n<script>',
      changelog: 'feat(ui): a shop <b> (0123456789)\nfix: crash (abcdef012)\n',
      parameters: { bundleCode: true },
      rebuild: {
        commits: { game: hash(7) },
        tools: { packline: '0.1.0' },
        baselines: {},
        command: ['packline', 'package', 'build']
      },
      targets: {
        live: { state: 'live', since, by: 'ann', rows: 1, sizeBytes: 812_345_678, platforms: ['android'] }
      }
    },
    rows: [{
      target: 'live',
      rows: [{
        platform: 'android',
        channel: '应用宝',
        pairing: '',
        inputDigest: hash(5),
        method: 'stamp',
        why: ['the folder is packed <b>'],
        signature: 'signed',
        artifacts
      }]
    }],
    others: ['1.1-1', '1.0-1'],
    other: '1.1-1',
    difference: {
      from: '1.1-1',
      to: '1.1-2',
      commits: [{ repository: 'game', before: hash(1), after: hash(7) }],
      rows: [{
        target: 'live',
        row: 'android/应用宝/',
        change: 'changed',
        bytesBefore: 1000,
        bytesAfter: 2000,
        entries: [{ path: 'assets/units/knight.png', change: 'added', bytesBefore: 0, bytesAfter: 10 }]
      }],
      images: [{ name: 'game-server', before: null, after: `sha256:${hash(8)}` }],
      hotUpdates: [
        {
          target: 'live',
          native: '1.1',
          before: '1.1.0.1',
          after: '1.1.0.2',
          bytes: 3000,
          bytesWithDeltas: 400
        }
      ],
      assets: [{ path: 'units/knight.plist', change: 'removed', bytesBefore: 10, bytesAfter: 0 }],
      parameters: [{ name: 'bundleCode', before: null, after: true }],
      bytes: { rowsBefore: 1000, rowsAfter: 2000, assetsBefore: 10, assetsAfter: 0 }
    },
    history: exampleBoard(nowMs, 0, 0).history
  }
}
