import { defineErrors, machineFailed, workFailed, wrongUsage } from '../define-errors.js'

export const packageErrors = defineErrors({
  PACKAGE_NO_VERSION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'No {what} was given for the packages.',
      zh: '没有给出安装包的{what}。'
    },
    hint: {
      en: 'Give --app-version and --build, or set packages.version and packages.build in the project file.',
      zh: '用 --app-version 与 --build 指定，或在项目文件中设置 packages.version 与 packages.build。'
    }
  },
  PACKAGE_NO_ROWS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project file orders no package ({reason}).',
      zh: '项目文件没有要求任何安装包（{reason}）。'
    },
    hint: {
      en: 'See docs/packaging.md: packages.platforms, packages.channels and packages.order make the rows.',
      zh: '见 docs/zh-CN/packaging.md：packages.platforms、packages.channels 与 packages.order 决定各行。'
    }
  },
  PACKAGE_UNKNOWN_ROW: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'No row matches "{row}".',
      zh: '没有与 "{row}" 匹配的行。'
    },
    hint: {
      en: '"packline package plan" lists the rows.',
      zh: '"packline package plan" 会列出所有行。'
    }
  },
  PACKAGE_ROW_COLLISION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rows {first} and {second} would be written to the same folder.',
      zh: '行 {first} 与 {second} 会写入同一个目录。'
    },
    hint: {
      en: 'Rename one; names that differ only in case are one folder on many machines.',
      zh: '请改名；在许多机器上，只有大小写不同的名称是同一个目录。'
    }
  },
  PACKAGE_INPUT_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is missing: {what}.',
      zh: '缺少 {file}：{what}。'
    },
    hint: {
      en: 'Build it first, or correct the project file.',
      zh: '请先构建它，或修正项目文件。'
    }
  },
  PACKAGE_ENTRY_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} holds no entry {entry}.',
      zh: '{file} 中没有条目 {entry}。'
    },
    hint: {
      en: 'List the entries with "unzip -l", and correct the edit in the project file.',
      zh: '用 "unzip -l" 列出条目，并修正项目文件中的 edits。'
    }
  },
  PACKAGE_COMMAND_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The command of {what} failed ({status}): {reason}',
      zh: '{what} 的命令失败（{status}）：{reason}'
    },
    hint: {
      en: 'Its last lines are above; run it by hand in {directory}.',
      zh: '以上是其最后几行；可在 {directory} 中手动运行。'
    }
  },
  PACKAGE_COMMAND_NO_OUTPUT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The command of {what} ended well, but did not write {file}.',
      zh: '{what} 的命令成功结束，却没有写出 {file}。'
    },
    hint: {
      en: 'The command has to write to the path that it is given. Correct it in the project ' +
        'file.',
      zh: '该命令必须写入交给它的路径。请在项目文件中修正该命令。'
    }
  },
  PACKAGE_DISK_RESERVE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{folder} has {freeMb} MB left; {neededMb} MB are needed and {reserveMb} MB stay free.',
      zh: '{folder} 只剩 {freeMb} MB；需要 {neededMb} MB，并保留 {reserveMb} MB。'
    },
    hint: {
      en: 'Free some space, or lower packages.limits.freeDiskMb.',
      zh: '请清理空间，或降低 packages.limits.freeDiskMb。'
    }
  },
  RELEASE_NOT_REBUILDABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{release} cannot be made again: {reason}.',
      zh: '{release} 无法重建：{reason}。'
    },
    hint: {
      en: '"packline package build --record" keeps what is needed.',
      zh: '"packline package build --record" 会保存所需内容。'
    }
  },
  RELEASE_BASELINE_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The baseline {baseline} is not the one of the release: sha256 {found} in place of {expected}.',
      zh: '基线 {baseline} 不是该发布所用的：sha256 为 {found}，应为 {expected}。'
    },
    hint: {
      en: 'Put the file of then in its place, and try again.',
      zh: '请放回当时的文件后重试。'
    }
  },
  RELEASE_REBUILD_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{count} of {rows} {rows#package|packages} of {release} came out otherwise.',
      zh: '{release} 的 {rows} 个安装包中有 {count} 个不同。'
    },
    hint: {
      en: 'Check out the commit of the release, build its assets, and use the same keys and tools; what ' +
        'differs is listed above.',
      zh: '请检出该发布的提交、构建其资源，并使用相同的密钥与工具；差异列在上方。'
    }
  }
})
