// StaticFiles: answers GET and HEAD from files that are inside the binary, already compressed.
//
// Conditional (If-Match, If-None-Match), ranged (identity only), content-negotiated (br, gzip).
// Immutable files are cached for a year, all others revalidated each time. Any loop may call it; it
// only reads.
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

// The answer for one asset, whatever the request's path is; only its method GET or HEAD.
Response asset_response(const Asset& asset, const Request& request);

class StaticFiles {
 public:
  // The assets must outlive this object and every response made from them.
  explicit StaticFiles(std::span<const Asset> assets);

  // Requests for `path` ("/chat") get this asset, unless an asset of that very path exists.
  // "/agent/*" stands for "/agent" and every path below it.
  void alias(std::string path, std::string asset_path);

  bool has(std::string_view path) const;  // percent-decoded, with its leading slash

  // nullopt: no such file. Path and query come from the request; only its method GET or HEAD.
  std::optional<Response> find(const Request& request) const;

  // The answer for one asset by its path, whatever the request's path is.
  std::optional<Response> answer(const Request& request, std::string_view asset_path) const;

 private:
  const Asset* locate(std::string_view path) const;

  std::unordered_map<std::string_view, const Asset*> assets_;
  std::vector<std::pair<std::string, std::string>> aliases_;
};

}  // namespace walkie::net
