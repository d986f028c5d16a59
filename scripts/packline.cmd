@echo off
rem Runs packline of a release on Windows. Without labels: cmd.exe looks for them in pieces of a file, and misses some.
setlocal EnableExtensions DisableDelayedExpansion
set "node=%~dp0..\node\bin\node.exe"
if not exist "%node%" set "node=node"
if "%node%"=="node" (
  where node >nul 2>nul || (
    echo packline: Node 20.19 or newer is needed, and there is no node on the PATH.>&2
    exit /b 3
  )
)
"%node%" "%~dp0..\dist\start.cjs" %*
exit /b %ERRORLEVEL%
