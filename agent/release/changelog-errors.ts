import { defineErrors, workFailed, wrongUsage } from '../define-errors.js'

export const changelogErrors = defineErrors({
  CHANGELOG_NO_COMMIT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The release {release} was not made from a commit of git, so that nothing tells what changed.',
      zh: '发布 {release} 不是由 git 的提交制作的，因此无从得知更改。'
    },
    hint: {
      en: 'Write it yourself: "packline release edit RELEASE --changelog TEXT".',
      zh: '请自行填写："packline release edit RELEASE --changelog TEXT"。'
    }
  },
  CHANGELOG_UNREADABLE: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'git here cannot tell what was done from {from} to {to}: {reason}',
      zh: '这里的 git 无法给出从 {from} 到 {to} 的更改：{reason}'
    },
    hint: {
      en: 'A clone with little history lacks commits: "git fetch --unshallow" brings them.',
      zh: '浅克隆缺少提交：请用 "git fetch --unshallow" 获取。'
    }
  }
})
