import { defineErrors, workFailed } from '../define-errors.js'

export const cacheErrors = defineErrors({
  CACHE_ENTRY_LOST: {
    kind: 'machine',
    ...workFailed,
    retryable: true,
    text: {
      en: 'The cache entry {sha256} vanished during the run.',
      zh: '缓存条目 {sha256} 在运行期间消失。'
    },
    hint: {
      en: 'Run again: what is missing is made anew.',
      zh: '请再运行一次：缺少的内容会重新生成。'
    }
  }
})
