#!/usr/bin/env bash
# On an emulator or a phone: the app starts, loads the core, makes its store, and is still there after monkeys were at it.
set -euo pipefail
adb install -r android/app/build/outputs/apk/debug/app-debug.apk
adb shell pm grant cn.heyan.app android.permission.CAMERA
adb logcat -c
adb shell am start -W -n cn.heyan.app/.MainActivity
sleep 5
adb shell pidof cn.heyan.app
adb shell monkey -p cn.heyan.app --throttle 200 -s 7 --pct-syskeys 0 200
if adb logcat -d | grep -E "FATAL EXCEPTION|UnsatisfiedLinkError|checksum"; then
    exit 1
fi
