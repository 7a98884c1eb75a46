// StaticFiles: answers GET and HEAD from files inside the binary, which are compressed already.
//
// Supports conditions (If-Match, If-None-Match), one byte range (identity only), and br and gzip.
// Immutable files are cached for a year; other files are revalidated each time. Any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/assets.h"
#include "net/request.h"
#include "net/response.h"

namespace walkie::net {

// The answer for one asset. The request's path is not used; its method must be GET or HEAD.
Response asset_response(const Asset& asset, const Request& request);

class StaticFiles {
 public:
  // The assets must outlive this object and every response made from them.
  explicit StaticFiles(std::span<const Asset> assets);

  // Requests for `path` ("/chat") get this asset, unless an asset with that path exists. "/agent/*"
  // covers "/agent" and all paths below it.
  void alias(std::string path, std::string asset_path);

  bool has(std::string_view path) const;  // percent-decoded, with its leading slash

  // The answer for the request's path; nullopt: no such file. The method must be GET or HEAD.
  std::optional<Response> find(const Request& request) const;

  // The answer for the asset with this path. The request's path is not used.
  std::optional<Response> answer(const Request& request, std::string_view asset_path) const;

 private:
  const Asset* locate(std::string_view path) const;

  std::unordered_map<std::string_view, const Asset*> assets_;
  std::vector<std::pair<std::string, std::string>> aliases_;
};

}  // namespace walkie::net
