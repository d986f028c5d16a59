import { defineErrors, machineFailed, neededThing, workFailed, wrongUsage } from '../define-errors.js'

export const installationErrors = defineErrors({
  INSTALLATION_NONE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The packline in {folder} was not installed from a release archive, so it cannot update itself.',
      zh: '{folder} 中的 packline 不是由发行包安装的，无法自行更新。'
    },
    hint: {
      en: 'A checkout is updated by git; "scripts/install-agent ARCHIVE" installs a release.',
      zh: '源码目录请用 git 更新；用 "scripts/install-agent ARCHIVE" 安装发布版本。'
    }
  },
  INSTALLATION_NOT_WRITABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{folder} may not be changed by this user.',
      zh: '当前用户无权修改 {folder}。'
    },
    hint: {
      en: 'Run the command as the owner of the folder, for example with sudo.',
      zh: '请以该目录的所有者身份运行，例如使用 sudo。'
    }
  },
  UPDATE_NO_KEY: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Nothing says who may make releases for this machine: {file} is not there.',
      zh: '本机没有记录谁可以发布版本：缺少 {file}。'
    },
    hint: {
      en: 'Name the key of the releases with --public-key FILE, or the one right archive with --sha256.',
      zh: '请用 --public-key FILE 指定发布者的公钥，或用 --sha256 指定确切的发行包。'
    }
  },
  UPDATE_KEY_UNUSABLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} holds no public key of Ed25519 in PEM.',
      zh: '{file} 中没有 PEM 格式的 Ed25519 公钥。'
    },
    hint: {
      en: 'Take the file release-key.pem that came with the releases ("openssl pkey -pubout" ' +
        'writes one).',
      zh: '请使用随发布提供的 release-key.pem（可由 "openssl pkey -pubout" 生成）。'
    }
  },
  UPDATE_UNSIGNED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The release is not signed: {file} is not there.',
      zh: '该发布版本未签名：缺少 {file}。'
    },
    hint: {
      en: 'Fetch SHA256SUMS and SHA256SUMS.sig with the archive, or name the right archive with --sha256.',
      zh: '请把 SHA256SUMS 和 SHA256SUMS.sig 与发行包放在一起，或用 --sha256 指定确切的发行包。'
    }
  },
  UPDATE_SIGNATURE_WRONG: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'None of the keys in {key} signed {file}.',
      zh: '{file} 的签名与 {key} 中的任何公钥都不匹配。'
    },
    hint: {
      en: 'Somebody else made this release, or changed it. Nothing was installed.',
      zh: '该版本由他人制作或被改动过。没有安装任何内容。'
    }
  },
  UPDATE_NOT_LISTED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The release in {place} has no archive {archive}.',
      zh: '{place} 的发布版本中没有发行包 {archive}。'
    },
    hint: {
      en: 'Check the name and the version of the archive; SHA256SUMS beside it lists what ' +
        'belongs to the release.',
      zh: '请检查发行包的名称和版本；旁边的 SHA256SUMS 列出了该发行包含的文件。'
    }
  },
  UPDATE_DIGEST_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{archive} has the sha256 {found}, not {expected}.',
      zh: '{archive} 的 sha256 是 {found}，应为 {expected}。'
    },
    hint: {
      en: 'It was cut off or changed on its way. Nothing was installed; fetch it again.',
      zh: '文件在传输中被截断或改动。没有安装任何内容，请重新获取。'
    }
  },
  UPDATE_NOT_FETCHED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{place} cannot be fetched: {reason}',
      zh: '无法获取 {place}：{reason}'
    },
    hint: {
      en: 'Check --from: a folder, an archive or an http(s) address that this machine reaches.',
      zh: '请检查 --from：应为目录、发行包，或本机能访问的 http 或 https 地址。'
    }
  },
  UPDATE_ARCHIVE_UNSAFE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{archive} is no release archive: its entry {entry} is no file or folder within it.',
      zh: '{archive} 不是发行包：条目 {entry} 不是其目录内的文件或目录。'
    },
    hint: {
      en: 'Somebody else made it. Nothing was installed; fetch it from where the releases are.',
      zh: '该文件由他人制作。没有安装任何内容，请从发布的位置重新获取。'
    }
  },
  UPDATE_ARCHIVE_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{archive} cannot be unpacked: {reason}',
      zh: '无法解压 {archive}：{reason}'
    },
    hint: {
      en: 'Nothing was installed; fetch it again.',
      zh: '没有安装任何内容，请重新获取。'
    }
  },
  UPDATE_OTHER_PLATFORM: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{archive} is for {platform}, and this machine is {machine}.',
      zh: '{archive} 适用于 {platform}，而本机是 {machine}。'
    },
    hint: {
      en: 'Take the archive for {machine}; with --from FOLDER the right one is found.',
      zh: '请使用适用于 {machine} 的发行包；用 --from 目录可自动选择。'
    }
  },
  UPDATE_OLDER: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{version} is older than {current}, which is installed.',
      zh: '{version} 比已安装的 {current} 更旧。'
    },
    hint: {
      en: '"packline self-update --rollback" goes back to the version before; --sha256 takes any archive.',
      zh: '"packline self-update --rollback" 可回到上一个版本；用 --sha256 可安装任意发行包。'
    }
  },
  UPDATE_DOES_NOT_WORK: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'packline {version} does not work on this machine: {reason}',
      zh: 'packline {version} 在本机无法工作：{reason}'
    },
    hint: {
      en: 'Nothing was changed.',
      zh: '没有做任何更改。'
    }
  },
  UPDATE_AGENT_DOWN: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The agent did not come up again with packline {version}.',
      zh: '代理没有以 packline {version} 重新启动。'
    },
    hint: {
      en: 'The version before is in use again, where there was one. The log of the service says why.',
      zh: '如有上一个版本，已恢复使用。原因请查看服务日志。'
    }
  },
  UPDATE_AGENT_ELSEWHERE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'packline {version} is installed, but the agent came back as {found}: its service starts that.',
      zh: 'packline {version} 已安装，但代理重启后是 {found}：其服务启动的是另一个安装。'
    },
    hint: {
      en: 'Make the service anew: {folder}/current/scripts/install-agent',
      zh: '请重新安装服务：{folder}/current/scripts/install-agent'
    }
  },
  UPDATE_NO_PREVIOUS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{folder} holds no version that was in use before.',
      zh: '{folder} 中没有之前使用过的版本。'
    },
    hint: {
      en: 'Install the wanted version: "packline self-update --from ARCHIVE".',
      zh: '请安装所需的版本："packline self-update --from ARCHIVE"。'
    }
  }
})
