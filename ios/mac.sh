#!/usr/bin/env bash
# On a Mac, after `cargo xtask phones --ios` has laid out the package: makes the Xcode project and builds the app for a phone, unsigned.
set -euo pipefail
cd "$(dirname "$0")"
command -v xcodegen >/dev/null || brew install xcodegen
xcodegen generate
xcodebuild -project Heyan.xcodeproj -scheme Heyan -destination 'generic/platform=iOS' CODE_SIGNING_ALLOWED=NO build
