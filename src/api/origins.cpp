#include "api/origins.h"

#include <algorithm>

namespace walkie::api {
namespace {

bool has(const std::vector<std::string>& list, std::string_view origin) {
  return std::find(list.begin(), list.end(), origin) != list.end();
}

// Nothing that would end a source expression or a header.
bool plain(const std::string& origin) {
  return std::all_of(origin.begin(), origin.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != ';' && c != ',' && c != '"' && c != '\'';
  });
}

}  // namespace

void Origins::replace(std::vector<Inbox> inboxes) {
  auto fresh = std::make_shared<const Inboxes>(std::move(inboxes));
  const std::scoped_lock lock(mutex_);
  inboxes_ = std::move(fresh);
}

std::shared_ptr<const Origins::Inboxes> Origins::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return inboxes_;
}

bool Origins::own(const net::Request& request, std::string_view origin) const {
  if (!settings_.public_origin.empty() && origin == settings_.public_origin) return true;
  const bool secure = settings_.secure || request.secure();
  const std::string_view scheme = secure ? "https://" : "http://";
  return origin.size() == scheme.size() + request.host().size() && origin.starts_with(scheme) &&
         origin.ends_with(request.host()) && !request.host().empty();
}

bool Origins::from_own_page(const net::Request& request) const {
  if (request.has_header("Origin")) return own(request, request.header("Origin"));
  const std::string_view site = request.header("Sec-Fetch-Site");
  return site.empty() || site == "same-origin" || site == "none";
}

bool Origins::allowed(const net::Request& request, std::string_view origin) const {
  if (own(request, origin) || has(settings_.allowed_origins, origin)) return true;
  const auto inboxes = snapshot();
  return std::any_of(inboxes->begin(), inboxes->end(),
                     [&](const Inbox& inbox) { return has(inbox.allowed_origins, origin); });
}

std::vector<std::string> Origins::sites(InboxId id) const {
  std::vector<std::string> found;
  const auto inboxes = snapshot();
  for (const Inbox& inbox : *inboxes) {
    if (id && inbox.id != id) continue;
    found.insert(found.end(), inbox.allowed_origins.begin(), inbox.allowed_origins.end());
    break;
  }
  found.insert(found.end(), settings_.allowed_origins.begin(), settings_.allowed_origins.end());
  std::erase_if(found, [](const std::string& origin) { return !plain(origin); });
  return found;
}

}  // namespace walkie::api
