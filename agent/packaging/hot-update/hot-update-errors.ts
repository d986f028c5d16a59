import { defineErrors, refused, workFailed, wrongUsage } from '../../define-errors.js'

export const hotUpdateErrors = defineErrors({
  HOT_UPDATE_NOT_CONFIGURED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project file has no packages.hotUpdate.',
      zh: '项目文件没有 packages.hotUpdate。'
    },
    hint: {
      en: 'Add packages.hotUpdate, with "url" and "content" at least: docs/hot-update.md shows one.',
      zh: '请添加 packages.hotUpdate，至少包含 "url" 和 "content"；docs/zh-CN/hot-update.md 中有示例。'
    }
  },
  HOT_UPDATE_UNKNOWN_TARGET: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no target "{target}".',
      zh: '没有目标 "{target}"。'
    },
    hint: {
      en: 'Known are {known}.',
      zh: '已知的有 {known}。'
    }
  },
  HOT_UPDATE_NO_CONTENT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'No file is in {folders}.',
      zh: '{folders} 中没有文件。'
    },
    hint: {
      en: 'Run "packline assets build" first.',
      zh: '请先运行 "packline assets build"。'
    }
  },
  HOT_UPDATE_UNSAFE_PATH: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be part of a hot update: {reason}.',
      zh: '{file} 不能放入热更新：{reason}。'
    },
    hint: {
      en: 'Rename it.',
      zh: '请改名。'
    }
  },
  HOT_UPDATE_CASE_RENAME: {
    kind: 'content',
    ...refused,
    text: {
      en: '{target} was published with {old}, which differs from {file} in case only.',
      zh: '{target} 曾发布过 {old}，与 {file} 仅大小写不同。'
    },
    hint: {
      en: 'On a disk that ignores case, clients delete the new file. Keep the spelling or take another name.',
      zh: '在不区分大小写的磁盘上，客户端会删掉新文件。请保留原来的写法，或改成不只大小写不同的名称。'
    }
  },
  HOT_UPDATE_VERSION_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{version}" is no hot-update version; expected one to four numbers such as 1.4.0.2.',
      zh: '"{version}" 不是热更新版本；应为一到四个数字，例如 1.4.0.2。'
    },
    hint: {
      en: 'Give it with --app-version, such as --app-version 1.4.0.2.',
      zh: '请用 --app-version 指定，例如 --app-version 1.4.0.2。'
    }
  },
  HOT_UPDATE_UNKNOWN_VERSION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{target} has no version {version}.',
      zh: '{target} 没有版本 {version}。'
    },
    hint: {
      en: 'Known are {known}.',
      zh: '已知的有 {known}。'
    }
  },
  HOT_UPDATE_VERSION_REUSED: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The hot-update version {version} of {target} was published with other bytes by {release} ({at}).',
      zh: '{target} 的热更新版本 {version} 已由 {release}（{at}）以不同内容发布过。'
    },
    hint: {
      en: 'Hot-update versions are never reused: take a higher one, also to roll back.',
      zh: '热更新版本号绝不重复使用：请用更高的版本号，回滚也一样。'
    }
  },
  HOT_UPDATE_VERSION_DOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The hot-update version {version} of {target} is lower than {last}; clients would ignore it.',
      zh: '{target} 的热更新版本 {version} 低于 {last}，客户端会忽略它。'
    },
    hint: {
      en: 'Roll back by publishing the old content under a higher version.',
      zh: '要回滚，请把旧内容以更高的版本号重新发布。'
    }
  },
  HOT_UPDATE_URL_CHANGED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Installed clients of {target} ask {old}; the project file says {new}.',
      zh: '{target} 已安装的客户端访问 {old}；项目文件写的是 {new}。'
    },
    hint: {
      en: 'Keep packages.hotUpdate.url, or serve both addresses and pass --move-url.',
      zh: '请保留 packages.hotUpdate.url，或同时提供两个地址并加 --move-url。'
    }
  },
  HOT_UPDATE_VERSION_AS_TEXT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{version} comes before {last} of {target} as text, which engine {engineVersion} compares.',
      zh: '按文本比较，{version} 排在 {target} 的 {last} 之前，而引擎 {engineVersion} 的客户端按文本比较。'
    },
    hint: {
      en: 'Use a version that is higher both ways, such as one with as many digits in each number.',
      zh: '请使用两种比较方式下都更高的版本，例如各段位数相同的版本。'
    }
  },
  HOT_UPDATE_NO_NATIVE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The hot update of {target} in {folder} was not built for the native version {version}.',
      zh: '{folder} 中 {target} 的热更新不是为原生版本 {version} 构建的。'
    },
    hint: {
      en: 'Build it with "packline hotupdate build --release {version}" or "--native {version}".',
      zh: '请用 "packline hotupdate build --release {version}" 或 "--native {version}" 构建。'
    }
  },
  HOT_UPDATE_NOT_EMBEDDED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} cannot hold {entry} of packages.hotUpdate.embedded: {reason}.',
      zh: '{row} 无法放入 packages.hotUpdate.embedded 的 {entry}：{reason}。'
    },
    hint: {
      en: 'Correct its root and path, or leave the row out by "when".',
      zh: '请修正其 root 与 path，或用 when 排除该行。'
    }
  },
  HOT_UPDATE_MANIFEST_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{entry} of {file} is not right: {reason}.',
      zh: '{file} 中的 {entry} 不正确：{reason}。'
    },
    hint: {
      en: 'Change packages by "packline package build", which writes the manifest last.',
      zh: '请用 "packline package build" 修改安装包，它最后写入清单。'
    }
  },
  HOT_UPDATE_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The hot update in {folder} is not what was published: {reason}.',
      zh: '{folder} 中的热更新与发布时不同：{reason}。'
    },
    hint: {
      en: 'Restore the folder from its backup; published content must never change.',
      zh: '请从备份恢复；已发布的内容不得更改。'
    }
  },
  HOT_UPDATE_REPLAY_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'An update of {target} from {from} to {to} does not give the published files:\n{list}',
      zh: '{target} 从 {from} 更新到 {to} 得不到已发布的文件：\n{list}'
    },
    hint: {
      en: 'Do not deliver it. Publish the version again: "packline hotupdate build".',
      zh: '请不要交付该版本。请重新发布："packline hotupdate build"。'
    }
  }
})
