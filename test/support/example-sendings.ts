import type { UploadRecord } from '../../agent/release/app-stores/upload-records.js'
import type { PublishView } from '../../agent/ui/publish-page.js'
import type { SubmitView } from '../../agent/ui/submit-page.js'
import type { UploadsView } from '../../agent/ui/uploads-page.js'

const release = { project: 'dk', release: '1.1-2', mayRelease: true }
const source = {
  key: 'k1',
  checkouts: ['/builds/dk', '/builds/a-checkout-with-a-name-that-no-phone-has-room-for'],
  checkout: '/builds/dk',
  isKept: true,
  files: 'checkout'
}
const held = { release: null, hotUpdate: null }

export const exampleSubmission: SubmitView = {
  ...release,
  targets: [{ id: 'review-1', state: 'published' }, { id: 'live', state: 'packaged' }],
  target: 'review-1',
  review: {
    plan: {
      before: { 'review-1': held },
      after: { 'review-1': { release: { version: '1.1', build: 2, state: 'in-review' }, hotUpdate: null } }
    },
    problem: undefined,
    places: ['https://cdn.example/a-place-with-a-name-that-no-phone-has-room-for/at-all']
  }
}

export const examplePublication: PublishView = {
  ...release,
  targets: ['live', 'review-1'],
  places: ['/srv/www', 'https://cdn.example/a-place-with-a-name-that-no-phone-has-room-for/at-all'],
  source,
  whats: ['packages', 'hotUpdate', 'both'],
  given: {},
  problem: { message: 'No.', hint: 'Yes.' }
}

const upload: UploadRecord = {
  store: 'play',
  service: 'google-play',
  target: 'live',
  row: 'android/play/',
  file: 'build/packages/live/android/play/dk.aab',
  sha256: 'a'.repeat(64),
  application: 'com.studio.dk',
  build: '2',
  state: 'available',
  detail: 'production: inProgress 5 %',
  track: 'production',
  at: '2026-11-20T00:00:00Z',
  by: 'ann'
}

export const exampleUploads: UploadsView = {
  ...release,
  receivers: [
    { to: 'play', name: 'play', service: 'google-play' },
    { to: 'symbols:sentry', name: 'sentry', service: 'symbols' }
  ],
  chosen: {
    to: 'play',
    name: 'play',
    packages: ['live/android/play', 'live/android/a-channel-with-a-name-that-no-phone-has-room-for'],
    track: 'production',
    percent: '5',
    notes: '<en-US>New islands</en-US>'
  },
  source,
  uploads: [upload],
  rollouts: [upload, { ...upload, row: 'android/other/' }],
  rollout: { store: 'play', target: 'live', row: 'android/other/', percent: '500', change: 'percent' },
  problem: { message: 'No.', hint: 'Yes.' }
}
