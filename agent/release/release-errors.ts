import { defineErrors, joined, neededThing, refused, workFailed, wrongUsage } from '../define-errors.js'

export const releaseErrors = defineErrors({
  RELEASE_VERSION_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{version}" is no version.',
      zh: '"{version}" 不是版本号。'
    },
    hint: {
      en: 'Write one to four numbers parted by dots, such as 1.3.0 or 1.3.0.12.',
      zh: '写成一到四个以点分隔的数字，例如 1.3.0 或 1.3.0.12。'
    }
  },
  RELEASE_VERSION_DOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The version {version} is lower than {last}, the highest so far.',
      zh: '版本 {version} 低于目前的最高版本 {last}。'
    },
    hint: {
      en: 'Give a new version a higher number; to repackage an earlier version, name exactly that ' +
        'version, and it gets the next build number.',
      zh: '新版本要用更高的版本号；若是重新打包旧版本，请写该版本本身，构建号会自动加一。'
    }
  },
  RELEASE_BUILD_NOT_RISING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The build {build} of {version} is not higher than {last}, the last build.',
      zh: '{version} 的构建号 {build} 不高于上一个构建号 {last}。'
    },
    hint: {
      en: 'Leave the build number out, and the next one is taken.',
      zh: '省略构建号，系统会取下一个。'
    }
  },
  RELEASE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: '{project} has no release {release}.',
      zh: '{project} 没有发布 {release}。'
    },
    hint: {
      en: '"packline release list" shows all of them.',
      zh: '用 "packline release list" 查看全部发布。'
    }
  },
  RELEASE_TARGET_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: '{project} has no target {target}.',
      zh: '{project} 没有发布目标 {target}。'
    },
    hint: {
      en: 'Known are {known}. Add it with "packline target add".',
      zh: '已知目标：{known}。可用 "packline target add" 添加。'
    }
  },
  RELEASE_TARGET_EXISTS: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 409,
    text: {
      en: '{project} has a target {target} already.',
      zh: '{project} 已有发布目标 {target}。'
    },
    hint: {
      en: 'Change it with "packline target edit".',
      zh: '用 "packline target edit" 修改它。'
    }
  },
  RELEASE_TARGET_IN_USE: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The target {target} cannot be removed: {release} is {state} there.',
      zh: '不能删除发布目标 {target}：{release} 在该处的状态为 {state}。'
    },
    hint: {
      en: 'Withdraw the release there first.',
      zh: '请先撤回该处的发布。'
    }
  },
  RELEASE_ENVIRONMENT_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: '{project} has no environment {environment}.',
      zh: '{project} 没有环境 {environment}。'
    },
    hint: {
      en: 'Known are {known}. Add it with "packline environment add".',
      zh: '已知的有 {known}。用 "packline environment add" 添加。'
    }
  },
  RELEASE_ENVIRONMENT_EXISTS: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 409,
    text: {
      en: '{project} has an environment {environment} already.',
      zh: '{project} 已有环境 {environment}。'
    },
    hint: {
      en: 'Change it with "packline environment edit".',
      zh: '请用 "packline environment edit" 修改。'
    }
  },
  RELEASE_NOT_AT_TARGET: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The release {release} has nothing at the target {target}.',
      zh: '发布 {release} 在目标 {target} 没有任何内容。'
    },
    hint: {
      en: 'It has packages at {known}. Build packages for the target first.',
      zh: '它在以下目标有包：{known}。请先为该目标打包。'
    }
  },
  RELEASE_ROW_FIXED: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The row {row} of {release} at {target} is {state}; its content cannot change any more.',
      zh: '{release} 在 {target} 的包 {row} 状态为 {state}，内容不能再改变。'
    },
    hint: {
      en: 'Package again: the same version gets a new build number.',
      zh: '请重新打包：同一版本会得到新的构建号。'
    }
  },
  RELEASE_STATE_NOT_ALLOWED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{release} is {from} at {target} and cannot become {to}.',
      zh: '{release} 在 {target} 的状态为 {from}，不能变为 {to}。'
    },
    hint: {
      en: 'Next can be: {allowed}.',
      zh: '接下来可以是：{allowed}。'
    }
  },
  RELEASE_SUBMITTED_TWICE: {
    kind: 'caller',
    ...refused,
    text: {
      en: joined(
        '{release} is submitted to {other} already, which takes some of the same clients as {target} ',
        'with the same priority.'
      ),
      zh: '{release} 已提交到 {other}，该目标与 {target} 以相同优先级覆盖部分相同的客户端。'
    },
    hint: {
      en: 'Withdraw it there, or give the targets different priorities.',
      zh: '请先在该处撤回，或为两个目标设置不同的优先级。'
    }
  },
  RELEASE_ROLLOUT_NARROWS: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'About {share} of the players of {target} would lose it: {reason}.',
      zh: '{target} 约 {share} 的玩家将失去该目标：{reason}。'
    },
    hint: {
      en: 'Do it on purpose with --force.',
      zh: '确实要这样做时请加 --force。'
    }
  },
  RELEASE_FLIP_REFUSED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{from} cannot go live as {to}:\n{list}',
      zh: '{from} 不能上线为 {to}：\n{list}'
    },
    hint: {
      en: 'Nothing was changed. Mend what is listed and flip again.',
      zh: '没有任何改动。请解决所列问题后重试。'
    }
  },
  RELEASE_FLIP_LOST: {
    kind: 'caller',
    ...refused,
    text: {
      en: joined(
        '{from} or {to} was changed by {by} in the meantime ({did}, revision {revision}, {at}); ',
        'nothing was done.'
      ),
      zh: '{from} 或 {to} 在此期间已被 {by} 修改（{did}，修订 {revision}，{at}）；没有执行任何操作。'
    },
    hint: {
      en: 'Look at "packline release history" and decide again.',
      zh: '请查看 "packline release history" 后重新决定。'
    }
  },
  RELEASE_NOTHING_TO_UNDO: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no flip to undo: {revision}.',
      zh: '没有可撤销的上线操作：{revision}。'
    },
    hint: {
      en: '"packline release history" shows the flips with their revisions.',
      zh: '"packline release history" 会列出上线操作及其修订号。'
    }
  },
  RELEASE_RECORD_DAMAGED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The record {document} of the registry is not whole.',
      zh: '登记中的记录 {document} 不完整。'
    },
    hint: {
      en: 'Record the packages again, or restore the documents from their backup.',
      zh: '请重新登记安装包，或从备份恢复文档。'
    }
  },
  RELEASE_CHANGED: {
    kind: 'caller',
    ...refused,
    httpStatus: 412,
    text: {
      en: joined(
        '{what} of {project} was changed by {by} at {at} ({did}, revision {revision}: {why}), ',
        'after revision {seen} that you saw.'
      ),
      zh:
        '{project} 的 {what} 在您看到的修订 {seen} 之后，已由 {by} 于 {at} 修改（{did}，修订 {revision}：{why}）。'
    },
    hint: {
      en: 'Nothing was changed. Look at it again and decide again.',
      zh: '未作任何更改。请重新查看后再决定。'
    }
  },
  RELEASE_BUSY: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The releases of {project} were changed by others again and again; gave up after {tries} tries.',
      zh: '{project} 的发布数据不断被其他人修改；尝试 {tries} 次后放弃。'
    },
    hint: {
      en: 'Nothing was changed. Run again in a moment.',
      zh: '未作任何更改。请稍后重新运行。'
    }
  },
  RELEASE_NO_HOT_UPDATE: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'No hot update of {release} was published to {target}.',
      zh: '{release} 没有热更新发布到 {target}。'
    },
    hint: {
      en: 'Publish one with "packline release publish {release} --target {target} --hot-update DIR".',
      zh: '请用 "packline release publish {release} --target {target} --hot-update DIR" 发布。'
    }
  },
  RELEASE_NOT_DELIVERED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{release} is {state} at {target} and has no players there.',
      zh: '{release} 在 {target} 的状态为 {state}，该处没有它的玩家。'
    },
    hint: {
      en: 'Its hot update goes live with it: submit it, move it to live, or flip.',
      zh: '其热更新随发布一起上线：请先提审、移至 live，或执行 flip。'
    }
  }
})
