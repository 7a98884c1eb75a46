// The built web files, inside the binary: what `GET /widget.js` and the pages answer.
//
// Opaque leaf: a table made at build time from web/dist (scripts/embed), compressed there once.
// Immutable, valid for the whole run, any thread may read it. Empty when the web files were not
// built, so that the server can be built without npm.
#pragma once

#include <span>
#include <string_view>

namespace walkie {

struct Asset {
  std::string_view path;          // below the site's root, no leading slash: "chat/index.html"
  std::string_view content_type;  // complete: "text/html; charset=utf-8"
  std::string_view etag;          // of the identity bytes, quoted, ready for the header
  std::string_view identity;      // the file as it is
  std::string_view gzip;          // empty: not worth compressing, send identity
  std::string_view brotli;        // empty: not worth compressing, send identity
  bool immutable;                 // the name changes with the content: may be cached for ever
};

// Sorted by path.
std::span<const Asset> web_assets();

}  // namespace walkie
